/** Minutes after which a mail is tried again; then every four hours until two days have passed (RFC 5321 section 4.5.4.1). */
const waits = [1, 5, 15, 60] as const;
const laterWaits = 240;
const mostAttempts = 1 + waits.length + Math.ceil((2 * 24 * 60 - 81) / laterWaits);

/** Minutes until the next attempt after so many that failed; null when it is given up. */
export function minutesToNextAttempt(attempts: number): number | null {
  return attempts >= mostAttempts ? null : (waits[attempts - 1] ?? laterWaits);
}

/** What a failed attempt means: this mail is not taken, ever; it may be taken later; or no mail is at the moment. */
export type Fault = 'refused' | 'passing' | 'server';

interface SmtpError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
}

/**
 * Tells a refusal (5xx to the recipient or the content, RFC 5321 section 4.2.1) from what passes. What the server says
 * of us, as to a wrong password or sender, is for the operator to mend: mail waits meanwhile.
 */
export function faultOf({ code, command, responseCode }: SmtpError): Fault {
  const isOfMail = command === 'RCPT TO' || command === 'DATA';
  if (isOfMail && responseCode !== undefined) return responseCode >= 500 ? 'refused' : 'passing';
  // What can never be said to a server is of the mail's own making, e.g. an address with a line break.
  if (code === 'EENVELOPE' && responseCode === undefined) return 'refused';
  return 'server';
}
