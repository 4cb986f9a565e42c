import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { isFile, type Given, type GivenFile } from './answers.js';
import { describedBy, Frame, type FieldProps } from './field.js';
import { GivenFileName } from './given-file.js';
import { fileKinds, mostBytes, NotTaken, uploadFile, type UploadFault } from './upload.js';

/** Milliseconds after which it is worth showing how far it is. */
const shownAfter = 1000;

interface Upload {
  name: string;
  /** From 0 to 1; null as long as it may be done before one looks. */
  part: number | null;
  stop: AbortController;
}

type FileFieldProps = FieldProps & {
  given: Given | undefined;
  give: (given: Given) => void;
};

/** A file that answers a question: it is sent up as soon as it is chosen, and can be taken away again. */
export function FileField({ given, give, ...field }: FileFieldProps) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const [upload, setUpload] = useState<Upload | null>(null);
  const [fault, setFault] = useState<UploadFault | 'stopped' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  /** Other answers may be given while it is on the way. */
  const latest = useRef(give);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    latest.current = give;
  });
  useEffect(() => () => running.current?.abort(), []);
  const isLeftOver = isFile(given) && given.file === null && upload === null;
  useEffect(() => {
    // The page was left or loaded anew before it was there.
    if (isLeftOver) latest.current('');
  }, [isLeftOver]);

  const send = async (file: File): Promise<void> => {
    const stop = new AbortController();
    running.current?.abort();
    running.current = stop;
    const isCurrent = (): boolean => running.current === stop;
    const show = (part: Partial<Upload>): void => {
      if (isCurrent()) setUpload((before) => (before === null ? null : { ...before, ...part }));
    };
    setFault(null);
    setUpload({ name: file.name, part: null, stop });
    latest.current({ file: null, name: file.name });
    let done = 0;
    let isLong = false;
    const timer = window.setTimeout(() => {
      isLong = true;
      show({ part: done });
    }, shownAfter);
    const progress = (part: number): void => {
      done = part;
      if (isLong) show({ part });
    };
    const end = (answer: GivenFile | '', why: UploadFault | null): void => {
      window.clearTimeout(timer);
      if (!isCurrent()) return;
      running.current = null;
      setUpload(null);
      setFault(stop.signal.aborted ? 'stopped' : why);
      latest.current(answer);
    };
    try {
      const { file: id, name } = await uploadFile(slug, file, { progress, signal: stop.signal });
      end({ file: id, name }, null);
    } catch (error) {
      end('', error instanceof NotTaken ? error.fault : 'failed');
    }
  };
  const choose = (file: File | undefined): void => {
    if (file === undefined) return;
    if (file.size <= mostBytes) {
      void send(file);
      return;
    }
    running.current?.abort();
    setFault('tooBig');
    if (given !== undefined) give('');
  };
  const takeAway = (): void => {
    give('');
    setFault(null);
    input.current?.focus();
  };
  const there = isFile(given) && given.file !== null ? given : null;
  const told = (): string => {
    if (upload !== null) return t('registration.file.onTheWay', { name: upload.name });
    return there === null ? '' : t('registration.file.isThere', { name: there.name });
  };
  const hint = (
    <>
      {field.hint}
      <span>{t('registration.file.limits')}</span>
    </>
  );
  return (
    <Frame {...field} hint={hint}>
      <div className="reg-file">
        <input
          ref={input}
          id={field.id}
          type="file"
          className="visually-hidden"
          accept={fileKinds}
          onChange={({ target }) => {
            choose(target.files?.[0]);
            // The same file can be chosen once more.
            target.value = '';
          }}
          {...describedBy({ ...field, hint })}
        />
        <label htmlFor={field.id} className="link-button">
          {t(there !== null ? 'registration.file.another' : 'registration.file.choose')}
        </label>
        {upload === null && there !== null && (
          <span className="reg-row">
            <GivenFileName given={there} />
            <button type="button" className="link-button quiet" onClick={takeAway}>
              {t('registration.file.takeAway')}
              <span className="visually-hidden">: {there.name}</span>
            </button>
          </span>
        )}
        {upload !== null && upload.part !== null && (
          <span className="reg-row">
            <progress value={upload.part} aria-label={t('registration.file.onTheWay', { name: upload.name })} />
            <span aria-hidden="true">{Math.round(upload.part * 100)} %</span>
            <button type="button" className="link-button quiet" onClick={() => upload.stop.abort()}>
              {t('registration.file.stop')}
            </button>
          </span>
        )}
      </div>
      <span className="visually-hidden" role="status">
        {told()}
      </span>
      <span role="alert">
        {fault !== null && (
          <span className="reg-error">
            <span aria-hidden="true">! </span>
            {t(`registration.file.${fault}`)}
          </span>
        )}
      </span>
    </Frame>
  );
}
