/* The microphone: access, level, and one recording at a time.
   A failure has a cause; the page has the sentence for it. */

const SLICE_MS = 1000;
const FIRST_SAMPLES_MS = 2000;
const LEVEL_MS = 60;
const BITS_PER_SECOND = 64000;
// In order of preference: Chromium and Firefox record WebM, Safari records MP4.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** @type {Record<string, string>} */
const CAUSES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** `cause` is one of denied, none, busy, unsupported. */
export class MicrophoneError extends Error {
  /**
   * @param {string} cause
   * @param {Error} [original]
   */
  constructor(cause, original) {
    super(`microphone: ${cause}${original ? ` (${original.name})` : ""}`);
    this.cause = cause;
  }
}

function recordingType() {
  return TYPES.find((type) => window.MediaRecorder?.isTypeSupported(type)) ?? null;
}

/** Open the microphone without the browser's own sound processing. */
export async function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia || recordingType() === null) {
    throw new MicrophoneError("unsupported");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (error) {
    const failure = /** @type {Error} */ (error);
    throw new MicrophoneError(CAUSES[failure.name] ?? "unsupported", failure);
  }
}

/** @type {AudioContext | null} */
let context = null;

/** @param {MediaStream} stream */
function listenTo(stream) {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => undefined);
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096;
  source.connect(analyser);
  return { source, analyser, samples: new Float32Array(analyser.fftSize) };
}

/**
 * @param {ReturnType<typeof listenTo>} line
 * @returns {[number, number]}
 */
function measured({ analyser, samples }) {
  analyser.getFloatTimeDomainData(samples);
  let peak = 0;
  let power = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    power += sample * sample;
  }
  return [peak, Math.sqrt(power / samples.length)];
}

/**
 * Report the greatest and the root-mean-square amplitude (0 to 1) of the last 85 ms or so, about 16
 * times a second: `report(peak, rms)`. Returns a function that ends it.
 * @param {MediaStream} stream
 * @param {(peak: number, rms: number) => void} report
 */
export function watchLevel(stream, report) {
  const line = listenTo(stream);
  const timer = setInterval(() => report(...measured(line)), LEVEL_MS);
  return () => {
    clearInterval(timer);
    line.source.disconnect();
  };
}

/**
 * Resolve with true at the first sample that is not zero, or with false after FIRST_SAMPLES_MS.
 * @param {MediaStream} stream
 * @returns {Promise<boolean>}
 */
function samplesArrive(stream) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const end = watchLevel(stream, (level) => {
      const late = performance.now() - begun > FIRST_SAMPLES_MS;
      if (level === 0 && !late) return;
      end();
      resolve(level > 0);
    });
  });
}

/** Records one answer at a time into an upload. Events: "stopped" (detail: the upload). */
export class Recorder extends EventTarget {
  /** @param {{uploads: Uploads}} options */
  constructor({ uploads }) {
    super();
    this.uploads = uploads;
    /** @type {MediaRecorder | null} */
    this.recorder = null;
    /** @type {Upload | null} */
    this.upload = null;
    this.begun = 0;
    /** @type {number | null} seconds */
    this.length = null;
  }

  get isRecording() {
    return this.recorder !== null;
  }

  seconds() {
    return (performance.now() - this.begun) / 1000;
  }

  /**
   * Start recording; resolves when the recorder runs. It stops by itself after `limit` seconds.
   * @param {{item: string, stream: MediaStream, limit: number}} options
   */
  async start({ item, stream, limit }) {
    const heard = await samplesArrive(stream);
    const recorder = new MediaRecorder(stream, {
      mimeType: recordingType() ?? undefined,
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    const upload = this.uploads.open({ item, mime: recorder.mimeType });
    recorder.addEventListener("dataavailable", (event) => {
      if (event.data.size > 0) upload.add(event.data, this.seconds());
    });
    recorder.addEventListener("stop", () => this.ended(upload));
    const started = new Promise((resolve, reject) => {
      recorder.addEventListener("start", resolve, { once: true });
      recorder.addEventListener("error", (event) => reject(event.error ?? event), { once: true });
    });
    recorder.start(SLICE_MS);
    await started;
    this.recorder = recorder;
    this.upload = upload;
    this.begun = performance.now();
    this.length = null;
    this.timer = setTimeout(() => this.stop(), limit * 1000);
    return { upload, heard };
  }

  stop() {
    if (this.recorder?.state !== "recording") return;
    this.length = this.seconds();
    this.recorder.stop();
  }

  /** @param {Upload} upload */
  ended(upload) {
    clearTimeout(this.timer);
    upload.end(this.length ?? this.seconds());
    this.recorder = null;
    this.dispatchEvent(new CustomEvent("stopped", { detail: upload }));
  }
}
