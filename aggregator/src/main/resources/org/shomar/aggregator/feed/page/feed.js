import { merge } from './merge.js';

const SUBPROTOCOL = 'shomar.feed.v1';
const STALE_MILLIS = 12_000;
const GIVE_UP_MILLIS = 30_000;
const WAIT_MILLIS_MIN = 500;
const WAIT_MILLIS_MAX = 20_000;
const CHECK_MILLIS = 1_000;

/**
 * Keeps the newest state of the topics that are followed, over one WebSocket that it opens again
 * whenever it is lost.
 */
export class Feed {
  #url;
  #listener;
  #socket = null;
  #wanted = new Set();
  #states = new Map();
  #wait = WAIT_MILLIS_MIN;
  #timer = null;
  #heard = Date.now();
  #connection = 'connecting';

  /** @param listener {state(topic), refused(topic, code), connection(word, heardMillis)} */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    setInterval(() => this.#check(), CHECK_MILLIS);
    addEventListener('online', () => this.#reconnect());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#socket === null) {
        this.#reconnect();
      }
    });
    this.#open();
  }

  /** Follows exactly these topics from now on. */
  follow(topics) {
    const wanted = new Set(topics);
    const dropped = [...this.#wanted].filter((topic) => !wanted.has(topic));
    const added = [...wanted].filter((topic) => !this.#wanted.has(topic));
    this.#wanted = wanted;
    dropped.forEach((topic) => this.#states.delete(topic));
    if (dropped.length > 0) {
      this.#send({ unsubscribe: dropped });
    }
    this.#subscribe(added);
  }

  /** The newest state of a topic; undefined before it came. */
  state(topic) {
    return this.#states.get(topic)?.data;
  }

  #open() {
    const socket = new WebSocket(this.#url, SUBPROTOCOL);
    this.#socket = socket;
    socket.onopen = () => this.#subscribe([...this.#wanted]);
    socket.onmessage = (message) => this.#received(JSON.parse(message.data));
    socket.onclose = () => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.#say('lost');
        const wait = this.#wait * (0.5 + Math.random());
        this.#wait = Math.min(WAIT_MILLIS_MAX, this.#wait * 2);
        this.#timer = setTimeout(() => this.#reconnect(), wait);
      }
    };
  }

  #reconnect() {
    clearTimeout(this.#timer);
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.#open();
  }

  #subscribe(topics) {
    if (topics.length === 0) {
      return;
    }
    const after = {};
    for (const topic of topics) {
      const known = this.#states.get(topic);
      // Progress is added up from contests read apart: under one sequence it may still change.
      if (known && topic !== 'election') {
        after[topic] = known.seq;
      }
    }
    this.#send({ subscribe: topics, after });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #received(frame) {
    this.#heard = Date.now();
    this.#wait = WAIT_MILLIS_MIN;
    this.#say('live');
    if (frame.kind === 'error') {
      this.#listener.refused(frame.topic, frame.code);
      return;
    }
    if (!this.#wanted.has(frame.topic)) {
      return;
    }
    const known = this.#states.get(frame.topic);
    if (frame.kind === 'snapshot') {
      if (!known || frame.seq >= known.seq) {
        this.#keep(frame, frame.data);
      }
    } else if (frame.kind === 'delta') {
      if (known?.seq === frame.from) {
        this.#keep(frame, merge(known.data, frame.data));
      } else if (!known || frame.seq > known.seq) {
        this.#send({ subscribe: [frame.topic] });
      }
    }
  }

  #keep(frame, data) {
    this.#states.set(frame.topic, { seq: frame.seq, data });
    this.#listener.state(frame.topic);
  }

  #check() {
    const silent = Date.now() - this.#heard;
    if (silent > STALE_MILLIS) {
      this.#say('stale');
    }
    if (silent > GIVE_UP_MILLIS && this.#socket !== null) {
      this.#heard = Date.now() - STALE_MILLIS - 1;
      this.#reconnect();
    }
  }

  #say(word) {
    if (word !== this.#connection && !(word === 'lost' && this.#connection === 'stale')) {
      this.#connection = word;
      this.#listener.connection(word, this.#heard);
    }
  }
}
