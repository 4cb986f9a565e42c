import './words.js';
import '../styles/files.css';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostFileBytes, type DraftFile, type FilePurpose } from '@kopa/contracts';
import { NotTaken, sendFile, type UploadFault } from './send-file.js';

const kinds: Record<FilePurpose, string> = {
  logo: 'image/png,image/jpeg,image/webp',
  material: '.pdf,.pptx,.odp,.png,.jpg,.jpeg,.webp',
};

interface UploadButtonProps {
  label: string;
  purpose: FilePurpose;
  /** Where it is sent. */
  path: string;
  query?: Readonly<Record<string, string>>;
  done: (file: DraftFile) => void;
}

/** A button by which a file is chosen and sent at once; says how far it is, and why it was not taken. */
export function UploadButton({ label, purpose, path, query = {}, done }: UploadButtonProps) {
  const { t } = useTranslation();
  const id = useId();
  const [upload, setUpload] = useState<{ name: string; part: number } | null>(null);
  const [fault, setFault] = useState<UploadFault | 'stopped' | null>(null);
  const [there, setThere] = useState('');
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const megabytes = mostFileBytes[purpose] / 1024 / 1024;
  const send = async (file: File): Promise<void> => {
    setThere('');
    setFault(null);
    running.current?.abort();
    if (file.size > mostFileBytes[purpose]) {
      setFault('tooBig');
      return;
    }
    const stop = new AbortController();
    running.current = stop;
    const isCurrent = (): boolean => running.current === stop;
    setUpload({ name: file.name, part: 0 });
    try {
      const progress = (part: number): void => {
        if (isCurrent()) setUpload({ name: file.name, part });
      };
      const answer = await sendFile<DraftFile>(path, query, file, { progress, signal: stop.signal });
      if (!isCurrent()) return;
      setThere(answer.name);
      done(answer);
    } catch (error) {
      if (isCurrent()) setFault(stop.signal.aborted ? 'stopped' : error instanceof NotTaken ? error.fault : 'failed');
    } finally {
      if (isCurrent()) setUpload(null);
    }
  };
  const named = (key: string, name: string): string => t(key, { name, interpolation: { escapeValue: false } });
  return (
    <div className="file-upload">
      <input
        id={id}
        type="file"
        className="visually-hidden"
        accept={kinds[purpose]}
        aria-describedby={`${id}-limits`}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void send(file);
          // The same file can be chosen once more.
          target.value = '';
        }}
      />
      <label htmlFor={id} className="link-button">
        {label}
      </label>
      <span className="faint" id={`${id}-limits`}>
        {t(`files.limits.${purpose}`)}
      </span>
      {upload !== null && (
        <span className="file-progress">
          <progress value={upload.part} aria-label={named('files.onTheWay', upload.name)} />
          <span aria-hidden="true">{Math.round(upload.part * 100)} %</span>
          <button type="button" className="link-button quiet" onClick={() => running.current?.abort()}>
            {t('files.stop')}
          </button>
        </span>
      )}
      <span className="visually-hidden" role="status">
        {upload !== null ? named('files.onTheWay', upload.name) : there === '' ? '' : named('files.there', there)}
      </span>
      <span role="alert" className="org-fault">
        {fault !== null && t(fault === 'wrongKind' ? `files.wrongKind.${purpose}` : `files.${fault}`, { megabytes })}
      </span>
    </div>
  );
}
