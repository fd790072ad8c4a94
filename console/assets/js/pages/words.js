// 256 short, plain English words, so that one random byte picks one of them evenly.

export const WORDS = `
  acorn actor album alley angle ankle april apron arrow atlas bacon badge
  banjo barge beach beard bench berry birch blade bloom board books booth
  brave bread brisk broad brush cabin camel canal canoe cargo carve cedar
  chair chalk chart cheek chest chief cider civic clerk cliff clock cloth
  clove coach cobra cocoa couch cover crate cream crisp crowd crumb curve
  daisy dance depot diary disco diver dough draft drain dress drift drive
  eagle earth easel elbow elder empty enjoy envoy equal extra fable fancy
  ferry flame flask float flock flour flute forge forty fresh frost giant
  glide glove grain grape grass green grove guide habit hazel heart herbs
  hinge honey horse house ideal inlet ivory jewel jolly kayak kiosk label
  ladle large laser layer lemon lilac linen local lunar lunch magic mango
  march marsh melon metal minor mints month moose mount mouse mural music
  night noble novel oasis olive onion orbit order otter oxide panda paper
  patio peach pedal penny phone piano pixel pizza plane plant plaza poppy
  pouch power pride prism pulse pupil quail queen quick quiet radar radio
  raven ready relay rider river roast robot rocky ruler salad sauce scale
  scene shade shape shelf shell shirt shore skirt sleep slope smile snail
  solar sound south spade spark spoon sport stack stage stamp steam stone
  stool story stove sugar sunny sweet swing tango teach thank theme toast
  token torch tower train treat trout truck tulip tutor ultra union valve
  vapor video villa viola visit vocal voice waltz water wheat wheel windy
  winter world yacht youth
`
  .trim()
  .split(/\s+/);
