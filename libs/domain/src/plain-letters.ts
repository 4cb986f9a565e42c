/** A text as it is searched in: small letters without their marks, so that "kafejnica" finds "Kafejnīca". */
export const foldLetters = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The words of a name in the letters a to z and digits, of which addresses, codes and keys are made. */
export const plainWords = (name: string): string[] =>
  foldLetters(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
