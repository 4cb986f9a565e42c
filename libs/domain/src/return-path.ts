const longest = 300;
// Names of events, pages and what is on them; no dots, so that no segment leads up, and no second slash, which names a host.
const organised = /^\/organise(?:\/[\w-]+)*(?:\?[\w\-.~%=&+:]*)?$/;

/**
 * Where somebody is led back to who signed in: an organisers' page of this site, or null. What else an address may say is
 * refused, as it would lead people who trust this site to another one (CWE-601).
 */
export function returnPath(wanted: string): string | null {
  return wanted.length <= longest && organised.test(wanted) ? wanted : null;
}
