// What the messenger is about.

export interface Person {
  id: string;
  name: string;
}

export interface Member extends Person {
  /** Number of the last message that the member has read. */
  read: number;
}

export interface Message {
  id: string;
  room: string;
  /** 1, 2, 3 within the room; undefined while it is on its way. */
  seq: number | undefined;
  author: string;
  name: string;
  kind: 'text' | 'system';
  text: string;
  /** Unix milliseconds. */
  time: number;
  /** Why it was refused. */
  failed?: string;
}

export interface Room {
  id: string;
  /** Empty for a room of two. */
  name: string;
  direct: boolean;
  members: Member[];
  lastSeq: number;
  /** The newest message, also where the messages are not loaded. */
  last: Message | undefined;
  /** Ascending and without holes; those on their way are last. */
  messages: Message[];
  loaded: boolean;
  /** True when there is nothing before the first message. */
  complete: boolean;
  /** Where "new" begins, as shown since the room was opened. */
  divider: number | undefined;
}

/** A room that can be joined. */
export interface Listed {
  id: string;
  name: string;
  members: number;
}

export function emptyRoom(id: string, name: string): Room {
  return {
    id, name, direct: false, members: [], lastSeq: 0, last: undefined, messages: [], loaded: false, complete: false,
    divider: undefined,
  };
}

/** What a room is called by `me`. */
export function roomName(room: Room, me: string): string {
  return room.direct ? (room.members.find((member) => member.id !== me)?.name ?? 'Only me') : room.name;
}

export function unread(room: Room, me: string): number {
  const member = room.members.find(({ id }) => id === me);
  return member ? Math.max(0, room.lastSeq - member.read) : 0;
}

/** Number of the last message that is loaded. */
export function newestSeq(room: Room): number {
  return room.messages.findLast(({ seq }) => seq !== undefined)?.seq ?? 0;
}

/** Adds messages, or replaces those that are on their way; each is there once and in its place. */
export function merge(room: Room, messages: Message[]): void {
  const byId = new Map(room.messages.map((message) => [message.id, message]));
  for (const message of messages) {
    byId.set(message.id, message);
    if (message.seq !== undefined && message.seq >= room.lastSeq) {
      room.lastSeq = message.seq;
      room.last = message;
    }
  }
  const place = ({ seq }: Message) => seq ?? Infinity;
  room.messages = [...byId.values()].sort((a, b) => (place(a) === place(b) ? a.time - b.time : place(a) - place(b)));
}
