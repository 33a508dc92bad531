const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);
const LONGEST = 4096;

/**
 * The address as it may be handed to the operating system, or null. Anything but the web and mail can start programs
 * (file:, smb:, a program's own scheme), and a name before @ only dresses up where a link leads.
 */
export function safeExternalUrl(text: string): string | null {
  if (text.length > LONGEST || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!PROTOCOLS.has(url.protocol)) return null;
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}
