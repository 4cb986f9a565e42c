import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readPosition, type Venue } from '@kopa/domain';
import { TextLine } from '../team/form-parts.js';

type Position = Pick<Venue, 'latitude' | 'longitude'>;

interface PositionFieldsProps {
  venue: Position;
  save: (position: Position) => void;
}

const written = ({ latitude, longitude }: Position): [string, string] => [
  latitude === null ? '' : String(latitude),
  longitude === null ? '' : String(longitude),
];
const withPoint = (text: string): string => text.trim().replace(',', '.');

/** Where a venue is. Both halves are saved together; a pair copied from a map into either of them fills both. */
export function PositionFields({ venue, save }: PositionFieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const [texts, setTexts] = useState(written(venue));
  const [seen, setSeen] = useState(written(venue).join());
  const [isWrong, setWrong] = useState(false);
  if (written(venue).join() !== seen) {
    setSeen(written(venue).join());
    setTexts(written(venue));
    setWrong(false);
  }
  const take = (position: Position): void => {
    setTexts(written(position));
    setWrong(false);
    if (written(position).join() !== seen) save(position);
  };
  const write = (index: 0 | 1, text: string): void => {
    // Two numbers with a comma between them: a decimal comma alone is none.
    const pair = /[\s;:]|,.*,|\..*,/.test(text.trim()) ? readPosition(text) : null;
    if (pair !== null) take(pair);
    else setTexts(index === 0 ? [text, texts[1]] : [texts[0], text]);
  };
  const leave = (): void => {
    const [latitude, longitude] = texts.map(withPoint) as [string, string];
    const isNone = latitude === '' && longitude === '';
    const position = isNone ? { latitude: null, longitude: null } : readPosition(`${latitude} ${longitude}`);
    // Of two halves one may still be on its way.
    if (position === null) setWrong(latitude !== '' && longitude !== '');
    else take(position);
  };
  return (
    <div className="set-row" role="group" aria-label={t('settings.position')}>
      {([0, 1] as const).map((index) => (
        <TextLine
          key={index}
          id={`${id}-${index}`}
          label={t(index === 0 ? 'settings.latitude' : 'settings.longitude')}
          hint={index === 0 ? t('settings.positionHint') : undefined}
          wrong={isWrong ? t('settings.positionWrong') : undefined}
          value={texts[index]}
          onText={(text) => write(index, text)}
          onBlur={leave}
        />
      ))}
    </div>
  );
}
