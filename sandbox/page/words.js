// The phone's own words, in the phone's language; English where a language has none here.

const ENGLISH = {
  chats: "Chats", back: "Back to chats", lock: "Lock phone", unlock: "Unlock",
  noNotifications: "No notifications", clear: "Clear all", message: "Message", send: "Send",
  attach: "Attach", menu: "Menu", start: "Start", block: "Block", unblock: "Unblock",
  delete: "Delete message", edited: "edited", newGroup: "New group with this bot", group: "Group",
  unread: "unread", messages: "Messages", options: "Chat options", protected: "no forwarding",
  voice: "Voice message", photo: "Photo", document: "Document", contact: "Contact",
  location: "Location", sticker: "Sticker", video: "Video", video_note: "Video message",
  audio: "Audio", service: "The bot was added to the group",
};

const WORDS = {
  en: ENGLISH,
  ar: {
    chats: "الدردشات", back: "العودة إلى الدردشات", lock: "قفل الهاتف", unlock: "فتح القفل",
    noNotifications: "لا إشعارات", clear: "مسح الكل", message: "رسالة", send: "إرسال",
    attach: "إرفاق", menu: "القائمة", start: "ابدأ", block: "حظر", unblock: "إلغاء الحظر",
    delete: "حذف الرسالة", edited: "معدّلة", newGroup: "مجموعة جديدة مع هذا البوت", group: "مجموعة",
    unread: "غير مقروءة", messages: "الرسائل", options: "خيارات الدردشة", protected: "دون إعادة توجيه",
    voice: "رسالة صوتية", photo: "صورة", document: "مستند", contact: "جهة اتصال",
    location: "موقع", sticker: "ملصق", video: "فيديو", video_note: "رسالة فيديو",
    audio: "ملف صوتي", service: "أُضيف البوت إلى المجموعة",
  },
  fa: {
    chats: "گفتگوها", back: "بازگشت به گفتگوها", lock: "قفل کردن گوشی", unlock: "باز کردن قفل",
    noNotifications: "اعلانی نیست", clear: "پاک کردن همه", message: "پیام", send: "ارسال",
    attach: "پیوست", menu: "منو", start: "شروع", block: "مسدود کردن", unblock: "رفع مسدودی",
    delete: "حذف پیام", edited: "ویرایش‌شده", newGroup: "گروه تازه با این ربات", group: "گروه",
    unread: "خوانده‌نشده", messages: "پیام‌ها", options: "گزینه‌های گفتگو", protected: "بدون بازفرستادن",
    voice: "پیام صوتی", photo: "عکس", document: "سند", contact: "مخاطب",
    location: "موقعیت", sticker: "استیکر", video: "ویدیو", video_note: "پیام ویدیویی",
    audio: "فایل صوتی", service: "ربات به گروه اضافه شد",
  },
};

const RIGHT_TO_LEFT = new Set(["ar", "fa", "prs", "ur", "ps", "he", "yi", "ug", "sd", "dv", "ckb", "sdh", "azb"]);

const base = (code) => code.toLowerCase().split(/[-_]/)[0];

/** The words of a phone in this language. */
export function wordsFor(code) {
  return { ...ENGLISH, ...WORDS[base(code)] };
}

/** Whether the phone's own words have to be marked as English. */
export const wordsLanguage = (code) => (WORDS[base(code)] ? code : "en");

let spoken = new Map();

/** Take over the table of languages that Undertone speaks. */
export function learnLanguages(table) {
  spoken = new Map(table.map((language) => [language.code, language]));
}

/** `rtl` or `ltr` for a phone in this language. */
export function directionOf(code) {
  return spoken.get(base(code))?.direction ?? (RIGHT_TO_LEFT.has(base(code)) ? "rtl" : "ltr");
}

function formatter(code, options) {
  try {
    return new Intl.DateTimeFormat(code.replace("_", "-"), options);
  } catch {
    return new Intl.DateTimeFormat("en", options);
  }
}

/** The time of day as a phone in this language writes it. */
export const timeText = (code, seconds) =>
  formatter(code, { hour: "2-digit", minute: "2-digit" }).format(new Date(seconds * 1000));

/** The day as a phone in this language writes it. */
export const dayText = (code, seconds) =>
  formatter(code, { weekday: "long", day: "numeric", month: "long" }).format(new Date(seconds * 1000));

/** The name of a language in English, with its code. */
export function languageName(code) {
  const known = spoken.get(base(code));
  if (known) return `${known.english} (${code})`;
  try {
    return `${new Intl.DisplayNames("en", { type: "language" }).of(code)} (${code})`;
  } catch {
    return code;
  }
}
