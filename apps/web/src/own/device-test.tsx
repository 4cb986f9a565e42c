import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Trouble = 'refused' | 'missing' | 'busy' | 'lost' | 'unsupported' | { reason: string };

interface Running {
  stream: MediaStream;
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}

/** A test of camera, microphone and speakers. Nothing is switched on before it is asked for, and nothing leaves the browser. */
export function DeviceTest() {
  const { t } = useTranslation();
  const [running, setRunning] = useState<Running | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isStarting, setStarting] = useState(false);
  const current = useRef<MediaStream | null>(null);
  const isGone = useRef(false);
  const isAsking = useRef(false);

  const release = (): void => {
    for (const track of current.current?.getTracks() ?? []) track.stop();
    current.current = null;
  };
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      release();
    };
  }, []);

  const start = async (chosen: { camera?: string; microphone?: string } = {}): Promise<void> => {
    if (isAsking.current) return;
    isAsking.current = true;
    setStarting(true);
    setTrouble(null);
    release();
    try {
      const stream = await openDevices(chosen);
      // Left while the browser asked: nothing stays on.
      if (isGone.current) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      current.current = stream;
      // Ends by itself only where the device is unplugged or its permission taken back.
      for (const track of stream.getTracks()) track.addEventListener('ended', () => end('lost'));
      const devices = await navigator.mediaDevices.enumerateDevices();
      setRunning({
        stream,
        cameras: devices.filter(({ kind }) => kind === 'videoinput'),
        microphones: devices.filter(({ kind }) => kind === 'audioinput'),
      });
    } catch (error) {
      end(troubleOf(error));
    } finally {
      isAsking.current = false;
      setStarting(false);
    }
  };
  const end = (why: Trouble | null): void => {
    release();
    setRunning(null);
    setTrouble(why);
  };

  return (
    <section className="panel own-test" aria-labelledby="device-test">
      <h2 id="device-test">{t('own.test.title')}</h2>
      <p className="faint">{t('own.test.lead')}</p>
      {running !== null && <Devices running={running} choose={(chosen) => void start(chosen)} />}
      <div role="status">
        {trouble !== null && (
          <p className="reg-problem">
            {typeof trouble === 'string' ? t(`own.test.${trouble}`) : t('own.test.failed', { reason: trouble.reason })}
          </p>
        )}
      </div>
      <p className="reg-row">
        {running === null ? (
          <button type="button" className="link-button" aria-disabled={isStarting} onClick={() => void start()}>
            {isStarting && <span className="reg-spinner" aria-hidden="true" />}
            {t('own.test.start')}
          </button>
        ) : (
          <button type="button" className="link-button" onClick={() => end(null)}>
            {t('own.test.stop')}
          </button>
        )}
        <TestTone />
      </p>
    </section>
  );
}

/** Camera and microphone; where there is no camera, the microphone alone. */
async function openDevices({ camera, microphone }: { camera?: string; microphone?: string }): Promise<MediaStream> {
  if (!('mediaDevices' in navigator)) throw new DOMException('', 'NotSupportedError');
  const audio = microphone === undefined ? true : { deviceId: { exact: microphone } };
  const video = camera === undefined ? true : { deviceId: { exact: camera } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio, video });
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
    return navigator.mediaDevices.getUserMedia({ audio });
  }
}

function troubleOf(error: unknown): Trouble {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'NotSupportedError':
      return 'unsupported';
    default:
      return { reason: String(error) };
  }
}

function Devices({
  running: { stream, cameras, microphones },
  choose,
}: {
  running: Running;
  choose: (chosen: { camera?: string; microphone?: string }) => void;
}) {
  const { t } = useTranslation();
  const preview = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (preview.current !== null) preview.current.srcObject = stream;
  }, [stream]);
  const camera = stream.getVideoTracks()[0]?.getSettings().deviceId;
  const microphone = stream.getAudioTracks()[0]?.getSettings().deviceId;
  return (
    <div className="own-devices">
      {stream.getVideoTracks().length > 0 ? (
        // A picture of oneself has no sound and nothing to caption.
        <video ref={preview} className="own-preview" autoPlay playsInline muted aria-label={t('own.test.preview')} />
      ) : (
        <p className="faint">{t('own.test.noCamera')}</p>
      )}
      <div>
        <Choice
          label={t('own.test.camera')}
          devices={cameras}
          chosen={camera}
          choose={(id) => choose({ camera: id, ...(microphone === undefined ? {} : { microphone }) })}
        />
        <Choice
          label={t('own.test.microphone')}
          devices={microphones}
          chosen={microphone}
          choose={(id) => choose({ microphone: id, ...(camera === undefined ? {} : { camera }) })}
        />
        <Level stream={stream} />
      </div>
    </div>
  );
}

function Choice({
  label,
  devices,
  chosen,
  choose,
}: {
  label: string;
  devices: readonly MediaDeviceInfo[];
  chosen: string | undefined;
  choose: (id: string) => void;
}) {
  const id = useId();
  if (devices.length < 2) return null;
  return (
    <p className="reg-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={chosen} onChange={({ target }) => choose(target.value)}>
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label === '' ? `${label} ${index + 1}` : device.label}
          </option>
        ))}
      </select>
    </p>
  );
}

/** How loud the microphone hears somebody: a bar, and words once it has. */
function Level({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLSpanElement>(null);
  const [isHeard, setHeard] = useState(false);
  useEffect(() => {
    if (stream.getAudioTracks().length === 0) return undefined;
    const context = new AudioContext();
    // Some browsers start it only when they are told to.
    void context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    let frame = 0;
    const look = (): void => {
      analyser.getByteTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0) / 128;
      bar.current?.style.setProperty('inline-size', `${Math.min(100, Math.round(loudest * 160))}%`);
      if (loudest > 0.08) setHeard(true);
      frame = window.requestAnimationFrame(look);
    };
    look();
    return () => {
      window.cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  return (
    <div>
      <div className="own-level" role="img" aria-label={t('own.test.level')}>
        <span ref={bar} />
      </div>
      <p role="status">{isHeard ? t('own.test.heard') : t('own.test.silent')}</p>
    </div>
  );
}

/** A short tone on the speakers. */
function TestTone() {
  const { t } = useTranslation();
  const [isPlaying, setPlaying] = useState(false);
  const play = (): void => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = 440;
    volume.gain.setValueAtTime(0.0001, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.2, context.currentTime + 0.1);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 1.2);
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 1.3);
    tone.onended = () => void context.close();
    void context.resume();
    setPlaying(true);
  };
  return (
    <>
      <button type="button" className="link-button" onClick={play}>
        {t('own.test.speakers')}
      </button>
      <span role="status">{isPlaying ? t('own.test.playing') : ''}</span>
    </>
  );
}
