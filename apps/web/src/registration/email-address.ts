/** Whether a text looks like an e-mail address; whether mail arrives is known only by sending some. */
export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
