/**
 * How stores compare text, in one place, so that every adapter does the same. SQL keeps the folded text in a column of its
 * own and compares it COLLATE "C", which on UTF-8 is the order of code points.
 */

/** Text as search and order see it: JavaScript's lower case, no locale. 'Ä' is 'ä', 'ß' stays itself and is not 'ss'. */
export const fold = (text: string): string => text.toLowerCase();

const BEYOND_SURROGATES = /[\ud800-\uffff]/;

/**
 * Strings compare by UTF-16 units, where emoji (surrogates) stand before U+E000..U+FFFF. In this key they stand behind, so
 * that comparing keys with `<` is comparing the texts by code point.
 */
export function codePointKey(text: string): string {
  if (!BEYOND_SURROGATES.test(text)) return text;
  let key = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const moved = unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
    key += String.fromCharCode(moved);
  }
  return key;
}
