import i18next from 'i18next';

/**
 * How a form labels the field of a path, such as `rooms.upserted[0].joinUrl`: by its innermost part that has a label.
 * @param at where in the dictionary the form has labels by the names of its fields
 * @param elsewhere keys of labels of fields that go by another name there
 */
export function labelsAt(
  at: string,
  elsewhere: Readonly<Record<string, string>> = {},
): (path: string) => string | undefined {
  return (path) => {
    const names = path.split(/[.[\]]+/).filter((name) => name !== '' && !/^\d+$/.test(name));
    for (const name of names.reverse()) {
      const label: unknown = i18next.t(elsewhere[name] ?? `${at}.${name}`, { returnObjects: true, defaultValue: null });
      if (typeof label === 'string' && label !== '') return label;
    }
    return undefined;
  };
}
