import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { minutesOfItems, pickText, type Item, type Speaker } from '@kopa/domain';
import { ChoiceField, NumberField, TextsField } from './fields.js';
import { Ordered } from './ordered.js';

interface ItemsFieldProps {
  items: readonly Item[];
  speakers: readonly Speaker[];
  /** Ids of those who speak in the session. */
  chosen: readonly string[];
  languages: readonly string[];
  /** Of the slot; null when it is not placed. */
  slotMinutes: number | null;
  save: (items: Item[], base?: Item[]) => void;
}

/** Contributions in turn, with their minutes beside those of the slot. */
export function ItemsField({ items, speakers, chosen, languages, slotMinutes, save }: ItemsFieldProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const sum = minutesOfItems(items);
  const named = new Set([...chosen, ...items.map(({ speakerId }) => speakerId)]);
  const options = [
    ['', t('sessions.items.nobody')] as const,
    ...speakers.filter((speaker) => named.has(speaker.id)).map((speaker) => [speaker.id, speaker.name] as const),
  ];
  const set = (index: number, change: Partial<Item>): void =>
    save(items.map((item, at) => (at === index ? { ...item, ...change } : item)));
  const nameOf = (item: Item, index: number): string =>
    pickText(item.title, i18n.language, languages).text || t('sessions.items.nameless', { number: index + 1 });
  return (
    <section className="team-part" aria-labelledby={id}>
      <h2 id={id}>{t('sessions.items.title')}</h2>
      {items.length === 0 && <p className="faint">{t('sessions.items.none')}</p>}
      <Ordered entries={items} keyOf={(_, index) => String(index)} nameOf={nameOf} save={save}>
        {(item, index) => (
          <div className="ses-item">
            <TextsField
              label={t('sessions.items.name')}
              texts={item.title}
              languages={languages}
              save={(title) => set(index, { title })}
            />
            <div className="set-row">
              <ChoiceField
                label={t('sessions.items.speaker')}
                value={item.speakerId ?? ''}
                options={options}
                save={(speaker) => set(index, { speakerId: speaker === '' ? null : speaker })}
              />
              <NumberField
                label={t('sessions.items.minutes')}
                value={item.minutes}
                most={1440}
                save={(minutes) => set(index, { minutes: minutes ?? 0 })}
              />
            </div>
          </div>
        )}
      </Ordered>
      {items.length > 0 && (
        <p role="status" className={slotMinutes !== null && sum > slotMinutes ? 'ses-over' : 'faint'}>
          {slotMinutes === null
            ? t('sessions.items.sum', { count: sum })
            : sum > slotMinutes
              ? t('sessions.items.over', { count: sum, of: slotMinutes, by: sum - slotMinutes })
              : t('sessions.items.within', { count: sum, of: slotMinutes })}
        </p>
      )}
      <p className="org-deeds">
        <button
          type="button"
          className="link-button"
          onClick={() => save([...items, { title: {}, speakerId: null, minutes: 15 }])}
        >
          {t('sessions.items.add')}
        </button>
      </p>
    </section>
  );
}
