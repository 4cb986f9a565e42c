import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keptFile } from '@kopa/contracts';
import type { Material } from '@kopa/domain';
import { UploadButton } from '../../files/upload-button.js';
import { useOrganised } from '../organise-context.js';
import { TextLine } from '../team/form-parts.js';
import { HandedIn } from './handed-in.js';

interface MaterialsFieldProps {
  materials: readonly Material[];
  /** Called with the whole list when something in it was altered; only with what the server takes. */
  save: (materials: Material[]) => void;
  /** Its code, where speakers may have handed in slides for it. */
  sessionCode?: string;
}

/** Whether the server takes an address as a link to materials: elsewhere, or a file that was uploaded. */
export const isLink = (url: string): boolean =>
  keptFile.test(url) || (/^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url));

/** Links to what belongs to a session, in their order. */
export function MaterialsField({ materials, save, sessionCode }: MaterialsFieldProps) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const [isAdding, setAdding] = useState(false);
  const id = useId();
  return (
    <section className="team-part" aria-labelledby={id}>
      <h2 id={id}>{t('sessions.materials.title')}</h2>
      {materials.length === 0 && !isAdding && <p className="faint">{t('sessions.materials.none')}</p>}
      <ul className="set-records">
        {materials.map((material, index) => (
          <li key={index}>
            <LinkLine
              material={material}
              save={(next) => save(materials.map((one, at) => (at === index ? next : one)))}
            />
            <button
              type="button"
              className="link-button quiet"
              onClick={() => save(materials.filter((_, at) => at !== index))}
            >
              {t('sessions.materials.remove', {
                name: material.title || t('sessions.materials.nameless', { number: index + 1 }),
                interpolation: { escapeValue: false },
              })}
            </button>
          </li>
        ))}
        {isAdding && (
          <li>
            <LinkLine
              material={{ title: '', url: '' }}
              hasFocus
              save={(next) => {
                setAdding(false);
                save([...materials, next]);
              }}
            />
          </li>
        )}
      </ul>
      <p className="org-deeds">
        <button type="button" className="link-button" aria-disabled={isAdding} onClick={() => setAdding(true)}>
          {t('sessions.materials.add')}
        </button>
      </p>
      <UploadButton
        label={t('sessions.materials.upload')}
        purpose="material"
        path={`/api/v1/events/${encodeURIComponent(slug)}/draft/files`}
        query={{ for: 'material' }}
        done={({ url, name }) => save([...materials, { title: name.replace(/\.\w{1,5}$/, ''), url }])}
      />
      {sessionCode !== undefined && <HandedIn slug={slug} session={sessionCode} materials={materials} save={save} />}
    </section>
  );
}

interface LinkLineProps {
  material: Material;
  save: (material: Material) => void;
  hasFocus?: boolean;
}

/** A link with its name; saved when it is left, once the address is one. */
function LinkLine({ material, save, hasFocus = false }: LinkLineProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(material);
  const [seen, setSeen] = useState(material);
  const [isWrong, setWrong] = useState(false);
  if (material.title !== seen.title || material.url !== seen.url) {
    setSeen(material);
    setText(material);
  }
  const leave = (left: 'title' | 'url'): void => {
    const next = { title: text.title.trim(), url: text.url.trim() };
    const isGood = isLink(next.url);
    setWrong(!isGood && (left === 'url' || seen.url !== '') && next.url !== '');
    if (isGood && (next.title !== material.title || next.url !== material.url)) save(next);
  };
  return (
    <div className="set-row">
      <TextLine
        id={`${id}-title`}
        label={t('sessions.materials.name')}
        value={text.title}
        maxLength={300}
        autoFocus={hasFocus}
        onText={(title) => setText({ ...text, title })}
        onBlur={() => leave('title')}
      />
      {keptFile.test(material.url) ? (
        <p className="team-field">
          <a href={material.url}>{t('sessions.materials.open')}</a>
        </p>
      ) : (
        <TextLine
          id={`${id}-url`}
          label={t('sessions.materials.url')}
          type="url"
          value={text.url}
          maxLength={2000}
          wrong={isWrong ? t('sessions.materials.urlWrong') : undefined}
          onText={(url) => setText({ ...text, url })}
          onBlur={() => leave('url')}
        />
      )}
    </div>
  );
}
