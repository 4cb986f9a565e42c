import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface OrderedProps<T> {
  entries: readonly T[];
  keyOf: (entry: T, index: number) => string;
  nameOf: (entry: T, index: number) => string;
  children: (entry: T, index: number) => ReactNode;
  save: (entries: T[]) => void;
}

/** Entries in an order, with buttons to move and remove each; the focus goes with the entry, and it is said where it is. */
export function Ordered<T>({ entries, keyOf, nameOf, children, save }: OrderedProps<T>) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<string | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (wanted.current === null) return;
    const [row, deed] = wanted.current.split(' ');
    wanted.current = null;
    const buttons = list.current?.children[Number(row)]?.querySelectorAll<HTMLButtonElement>('.ses-order button');
    const button = [...(buttons ?? [])].find((one) => one.dataset['deed'] === deed);
    (button?.ariaDisabled === 'true'
      ? [...(buttons ?? [])].find((one) => one.ariaDisabled !== 'true')
      : button
    )?.focus();
  }, [entries]);
  const words = (name: string) => ({ name, interpolation: { escapeValue: false } });
  const move = (index: number, by: -1 | 1): void => {
    const to = index + by;
    const entry = entries[index];
    if (entry === undefined || to < 0 || to >= entries.length) return;
    wanted.current = `${to} ${by < 0 ? 'up' : 'down'}`;
    save(entries.toSpliced(index, 1).toSpliced(to, 0, entry));
    setSaid(t('sessions.order.moved', { ...words(nameOf(entry, index)), position: to + 1, count: entries.length }));
  };
  return (
    <>
      <ol className="ses-ordered" ref={list}>
        {entries.map((entry, index) => (
          <li key={keyOf(entry, index)}>
            <div className="ses-entry">{children(entry, index)}</div>
            <span className="ses-order">
              {([-1, 1] as const).map((by) => (
                <button
                  key={by}
                  type="button"
                  className="link-button"
                  data-deed={by < 0 ? 'up' : 'down'}
                  aria-disabled={by < 0 ? index === 0 : index === entries.length - 1}
                  aria-label={t(by < 0 ? 'sessions.order.up' : 'sessions.order.down', words(nameOf(entry, index)))}
                  onClick={() => move(index, by)}
                >
                  <span aria-hidden="true">{by < 0 ? '↑' : '↓'}</span>
                </button>
              ))}
              <button
                type="button"
                className="link-button quiet"
                data-deed="remove"
                aria-label={t('sessions.order.remove', words(nameOf(entry, index)))}
                onClick={() => save(entries.toSpliced(index, 1))}
              >
                <span aria-hidden="true">×</span>
              </button>
            </span>
          </li>
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}
