// English names of what a brief holds. The keys are fixed between the dialogue and the console;
// a key that is not here is still shown, under its own name.

export const SECTIONS = [
  ["Danger", ["danger_now", "police_contacted", "police_times", "crime_reference"]],
  ["How to reach them", ["what_to_call", "safe_contact", "contact_times"]],
  [
    "Language and needs",
    ["interpreter_wanted", "interpreter_language", "interpreter_gender", "communication_needs"],
  ],
  ["Where they are", ["area", "accommodation_kind", "accommodation_whose", "other_person_lives_there"]],
  ["Children", ["children", "children_count", "children_where"]],
  ["What they want", ["wish", "wish_detail"]],
  ["Agencies and other needs", ["agencies", "onward_referral", "other_needs", "reference_number"]],
];

export const FIELDS = {
  danger_now: "In danger now",
  police_contacted: "Police contacted",
  police_times: "How often police were contacted",
  crime_reference: "Crime reference",
  interpreter_wanted: "Interpreter wanted",
  interpreter_language: "Interpreter's language",
  interpreter_gender: "Interpreter",
  communication_needs: "Communication needs",
  what_to_call: "What to call them",
  safe_contact: "Safe way to reach them",
  contact_times: "Safe times",
  area: "Town or area",
  accommodation_kind: "Kind of accommodation",
  accommodation_whose: "Whose accommodation",
  other_person_lives_there: "Other person lives there",
  children: "Children",
  children_count: "How many children",
  children_where: "Where the children are",
  reference_number: "Reference number",
  agencies: "Agencies involved",
  onward_referral: "Onward referral",
  other_needs: "Other needs",
  wish: "What they want to happen",
  wish_detail: "What they want, in detail",
};

export const STATUSES = {
  skipped: "Skipped",
  not_now: "Not now: ask again later",
  unknown: "Does not know",
};

export const PURPOSES = {
  officer: "Our officers",
  migrant_help: "Migrant Help",
  accommodation_provider: "Accommodation provider",
  local_service: "Local service",
};

const VALUES = {
  this: "The language of the chat",
  reading: "Reading is hard",
  hearing: "Hears badly",
  seeing: "Sees badly",
  voice_notes: "Likes voice messages",
  no_preference: "Woman or man",
  female: "A woman",
  male: "A man",
  more: "More often",
  feelings: "Worry or sadness",
  lgbtq: "LGBTQ+",
  home_office: "Home Office",
  home_office_place: "Home Office accommodation",
  this_chat: "This chat",
  two_or_three: "Two or three times",
  with_me: "With them",
  other_person: "The other person",
  mine: "Theirs",
  alcohol_or_drugs: "Alcohol or drugs",
  made_to_work: "Made to work",
  stay_other_moves: "Stay; the other person moves",
  stay_with_support: "Stay, with support",
  safe_house: "A safe house",
  no_home: "Nowhere to stay",
};

/** A stored value in words. What was typed stays as it is; codes of buttons lose their underscores. */
export function inWords(value) {
  if (value === true || value === false) {
    return value ? "Yes" : "No";
  }
  if (Array.isArray(value)) {
    return value.map(inWords).join(", ");
  }
  if (value === null || value === undefined || value === "") {
    return "–";
  }
  const text = String(value);
  if (VALUES[text]) {
    return VALUES[text];
  }
  if (!/^[a-z]+(_[a-z]+)*$/.test(text)) {
    return text;
  }
  const words = text.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}
