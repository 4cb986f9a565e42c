import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Read = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
interface Detectors {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
}

/** The browser's own reader of codes where it has one, else a library's, which comes when it is needed. */
async function readerHere(): Promise<Read> {
  const own = (window as { BarcodeDetector?: Detectors }).BarcodeDetector;
  if (own !== undefined && (await own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new own({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decode } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (video) => {
    const scale = Math.min(1, 720 / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (context === null || canvas.width === 0) return Promise.resolve(null);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    try {
      return Promise.resolve(decode({ data, width, height }));
    } catch {
      // No code in this picture.
      return Promise.resolve(null);
    }
  };
}

const lookEvery = 120;

/** The camera's picture, looked at until a code is in it; the same code is told once until another one was seen. */
export function Scanner({ found }: { found: (text: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(found);
  const [isShut, setShut] = useState(false);
  useEffect(() => {
    tell.current = found;
  }, [found]);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | null = null;
    let timer: number | undefined;
    let last = '';
    const start = async (): Promise<void> => {
      const { mediaDevices } = navigator as Partial<Pick<Navigator, 'mediaDevices'>>;
      if (mediaDevices === undefined) throw new Error('there is no camera without https');
      const [read, opened] = await Promise.all([
        readerHere(),
        mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
      ]);
      stream = opened;
      const screen = video.current;
      if (isOver || screen === null) {
        stop();
        return;
      }
      screen.srcObject = opened;
      await screen.play();
      const look = async (): Promise<void> => {
        const text = await read(screen).catch(() => null);
        if (isOver) return;
        if (text !== null && text !== last) tell.current((last = text));
        timer = window.setTimeout(() => void look(), lookEvery);
      };
      await look();
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    start().catch(() => {
      if (!isOver) setShut(true);
    });
    return () => {
      isOver = true;
      window.clearTimeout(timer);
      stop();
    };
  }, []);
  if (isShut) return <p className="org-fault">{t('door.noCamera')}</p>;
  return (
    <div className="door-camera">
      <video ref={video} muted playsInline aria-label={t('door.scanHint')} />
      <p className="faint">{t('door.scanHint')}</p>
    </div>
  );
}
