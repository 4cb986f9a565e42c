/** Whether a text looks like a telephone number, as the server takes it. */
export const isTelephone = (text: string): boolean => /^\+?[0-9][0-9 ()/.-]{3,}$/.test(text.trim());
