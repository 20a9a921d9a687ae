// What tsc must know of the front end beside its scripts (see tsconfig.json). Browsers never get this file.

/* ---- the page ----
   A page's elements are found by data attributes. Which tag carries an attribute, and that it is there,
   is agreed with the template and tested in a browser; tsc cannot know either. */

interface PageElement extends HTMLElement {
  [property: string]: any;
  dataset: { [name: string]: string };
  closest(selectors: string): any;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type] & { target: PageElement; currentTarget: PageElement }) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: () => void): void;
  children: HTMLCollectionOf<any>;
  parentElement: any;
  firstElementChild: any;
  lastElementChild: any;
  nextElementSibling: any;
  previousElementSibling: any;
}

interface ParentNode {
  querySelector(selectors: string): PageElement;
  querySelectorAll(selectors: string): NodeListOf<PageElement>;
}

interface Document {
  getElementById(id: string): PageElement;
}

// The events of our own classes carry a detail.
interface EventTarget {
  addEventListener(
    type: "state" | "status" | "progress" | "stopped" | "refused" | "untouched",
    listener: (event: CustomEvent) => void,
  ): void;
}

/* ---- names that several scripts use ---- */

type Find = (name: string) => PageElement;
/** Records an event of a sitting; resolves with the server's answer. */
type RecordEvent = (type: string, data: object) => Promise<any>;
type Values = Record<string, string | number>;
type SendOptions = Omit<RequestInit, "headers"> & { json?: unknown; headers?: Record<string, string> };
type Send = (url: string, options?: SendOptions) => Promise<Response>;
type Sitting = ReturnType<typeof import("/static/js/sitting.js").openSitting>;
type OutboxEvent = import("/static/js/outbox.js").OutboxEvent;
type SoundFigures = ReturnType<InstanceType<typeof import("/static/js/sound_level.js").SoundLevel>["figures"]>;
/** What the device check hands in. */
type DeviceRecord = SoundFigures & {
  browser: string;
  screen: string;
  microphone: string;
  heard_playback: boolean | null;
  touch_only: boolean;
};
type LineFigures = { round_trip_ms: number | null; upload_kbps: number | null };

/* ---- chat: what the server says of a chat, times in seconds of the sitting ---- */

type ChatLine = { id: string; who: "agent" | "customer" | "unread"; text: string; at: number };
type Article = { id: string; title: string; body: string };
type RecordRow = { field: string | null; value: string };
type Chat = {
  chat: number;
  started: boolean;
  open: boolean;
  ended: boolean;
  typing: boolean;
  wrap_up: unknown;
  starts_at: number;
  waiting_since: number | null;
  lines: ChatLine[];
  articles: Article[];
  record: { customer: RecordRow[]; orders: RecordRow[][] };
};
type Drafts = InstanceType<typeof import("/kinds/chat/drafts.js").Drafts>;

/* ---- typing ---- */

type KeyLog = InstanceType<typeof import("/kinds/typing/keys.js").KeyLog>;
/** Characters from `start` to `end` give way to `text`. */
type Change = { start: number; end: number; text: string[] };
type Part = { root: PageElement; find: Find; sitting: Sitting; log: KeyLog; say: (key: string) => void; end: () => void };
/** One edit of a replay: field, ms, start, end, text, mark. */
type ReplayEdit = [number, number, number, number, string, number];
type ReplayPart = { seconds: number; fields: string[]; edits: ReplayEdit[] };

/* ---- voice ---- */

type RecordingEntry = import("/kinds/voice/recording_shelf.js").RecordingEntry;
type Uploads = InstanceType<typeof import("/kinds/voice/uploads.js").Uploads>;
type Upload = Uploads["all"][number];
/** What is reported when the page was not in front: `during` is what ran, for how many seconds. */
type Away = { item: string; during: string; seconds: number };
