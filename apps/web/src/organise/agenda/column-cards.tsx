import { memo } from 'react';
import { pickText, slotMode, type PlacementIssue } from '@kopa/domain';
import { clockTime } from '../../time/clock-face.js';
import { pixelAt, type Band } from './bands.js';
import type { GridSlot } from './columns.js';
import { lanesOf } from './lanes.js';

const minute = 60_000;

/** Words of cards, which do not subscribe to the language: hundreds are rendered at once. */
export interface CardWords {
  /** By mode, `null` for none. */
  modes: Record<string, string>;
  clash: string;
}

interface ColumnCardsProps {
  column: string;
  name: string;
  slots: readonly GridSlot[];
  bands: readonly Band[];
  pixelsPerMinute: number;
  issues: ReadonlyMap<string, readonly PlacementIssue[]>;
  meant: ReadonlySet<string> | null;
  speakers: ReadonlyMap<string, string>;
  zone: string;
  language: string;
  languages: readonly string[];
  words: CardWords;
  /** The slot whose card Tab comes to, when it is in this column. */
  tabTo: string | null;
}

/** The cards of one room. Rendered anew only when something of the room has changed. */
export const ColumnCards = memo(
  function ColumnCards(props: ColumnCardsProps) {
    const { column, name, slots, bands, pixelsPerMinute, issues, meant, speakers, zone, language, languages, words } =
      props;
    const lanes = lanesOf(slots.map(({ slot }) => slot));
    return (
      <div role="group" aria-label={name}>
        {slots.map(({ slot, session }) => {
          const startsAt = Date.parse(slot.startsAt);
          const top = pixelAt(bands, startsAt, pixelsPerMinute);
          if (top === null) return null;
          const height = Math.max(18, ((Date.parse(slot.endsAt) - startsAt) / minute) * pixelsPerMinute) - 2;
          const { lane, of } = lanes.get(slot.id) ?? { lane: 0, of: 1 };
          const mode = slotMode(slot);
          const hasClash = issues.has(slot.id);
          const title = pickText(session.title, language, languages);
          return (
            <button
              key={slot.id}
              type="button"
              className="ag-card"
              data-load="slot"
              data-slot={slot.id}
              data-column={column}
              data-mode={mode ?? 'none'}
              data-size={height < 34 ? 'xs' : height < 56 ? 's' : 'm'}
              data-clash={hasClash || undefined}
              data-faint={(meant !== null && !meant.has(session.id)) || undefined}
              data-narrow={of > 1 || undefined}
              tabIndex={slot.id === props.tabTo ? 0 : -1}
              style={{
                top,
                height,
                left: `calc(${(lane / of) * 100}% + 2px)`,
                width: `calc(${100 / of}% - 4px)`,
              }}
            >
              <span className="ag-meta">
                <i className="ag-mode" aria-hidden="true" />
                {clockTime(startsAt, zone, language)}
                <span className="visually-hidden">
                  –{clockTime(slot.endsAt, zone, language)}, {name}, {words.modes[String(mode)]}
                  {hasClash ? `, ${words.clash}` : ''}.{' '}
                </span>
                {hasClash && (
                  <span className="ag-bang" aria-hidden="true">
                    !
                  </span>
                )}
              </span>
              <span className="ag-title" lang={title.language}>
                {title.text}
              </span>
              <span className="ag-speakers">{session.speakerIds.map((id) => speakers.get(id) ?? '').join(', ')}</span>
            </button>
          );
        })}
      </div>
    );
  },
  (before, after) =>
    (Object.keys(after) as (keyof ColumnCardsProps)[]).every((key) =>
      key === 'issues'
        ? after.slots.every(({ slot }) => before.issues.has(slot.id) === after.issues.has(slot.id))
        : before[key] === after[key],
    ),
);
