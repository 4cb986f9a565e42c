export interface Compared {
  field: string;
  /** Null where there was nothing. */
  before: string | null;
  after: string | null;
}

/** What an entry says of before and after, field by field; what stayed is left out. */
export function compareFields(before: unknown, after: unknown): Compared[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((one) => one.before !== one.after);
}

function fieldsOf(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...fieldsOf(inner, path === '' ? key : `${path}.${key}`)]),
  );
}
