import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Logo } from '@kopa/domain';
import { UploadButton } from '../../files/upload-button.js';
import { SavedLine } from './fields.js';

interface LogosFieldProps {
  slug: string;
  logos: readonly Logo[];
  save: (logos: Logo[]) => void;
}

const mostLogos = 12;

/** A funder's logos with a preview of each: uploaded, or at an address elsewhere. */
export function LogosField({ slug, logos, save }: LogosFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [address, setAddress] = useState('');
  const [isWrong, setWrong] = useState(false);
  const change = (at: number, logo: Logo): void => save(logos.map((one, index) => (index === at ? logo : one)));
  const add = (url: string, name: string): void => save([...logos, { name, url }]);
  const addAddress = (): void => {
    const url = address.trim();
    const isGood = /^https:\/\/[^\s/]+/i.test(url) && URL.canParse(url);
    setWrong(!isGood);
    if (!isGood) {
      document.getElementById(id)?.focus();
      return;
    }
    add(url, '');
    setAddress('');
  };
  return (
    <div role="group" aria-label={t('settings.logos')} className="set-logos">
      <h3>{t('settings.logos')}</h3>
      <ul className="file-logos">
        {logos.map((logo, index) => {
          const name = logo.name || t('settings.logoNameless', { number: index + 1 });
          return (
            <li key={`${index} ${logo.url}`}>
              <img src={logo.url} alt={t('settings.logoPreview', { name, interpolation: { escapeValue: false } })} />
              <div>
                <SavedLine
                  label={t('settings.logoName')}
                  value={logo.name}
                  save={(text) => change(index, { ...logo, name: text.trim().slice(0, 200) })}
                />
                <button
                  type="button"
                  className="link-button quiet"
                  onClick={() => save(logos.filter((_, at) => at !== index))}
                >
                  {t('settings.remove', { name, interpolation: { escapeValue: false } })}
                </button>
              </div>
            </li>
          );
        })}
      </ul>
      {logos.length < mostLogos && (
        <>
          <UploadButton
            label={t('settings.logoUpload')}
            purpose="logo"
            path={`/api/v1/events/${encodeURIComponent(slug)}/draft/files`}
            query={{ for: 'logo' }}
            done={({ url, name }) => add(url, name.replace(/\.\w{1,5}$/, ''))}
          />
          <div className="team-field">
            <label htmlFor={id}>{t('settings.logoUrl')}</label>
            <div className="set-address">
              <input
                id={id}
                type="url"
                value={address}
                maxLength={2000}
                aria-invalid={isWrong}
                aria-describedby={isWrong ? `${id}-wrong` : undefined}
                onChange={({ target }) => setAddress(target.value)}
              />
              <button type="button" className="link-button" onClick={addAddress}>
                {t('settings.logoAdd')}
              </button>
            </div>
            {isWrong && (
              <span className="team-wrong" id={`${id}-wrong`}>
                {t('settings.logoUrlWrong')}
              </span>
            )}
          </div>
        </>
      )}
    </div>
  );
}
