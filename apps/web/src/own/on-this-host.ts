/** An address of ours on the host by which this browser reached us: the cookie is there, whatever the public address. */
export function onThisHost(address: string): string {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}
