import type { ComponentChildren } from 'preact';

import { Accounts } from '../accounts.js';
import type { Entry } from '../inspector.js';
import type { Messenger } from '../messenger.js';
import { SHORTCUTS } from './shortcuts.js';

function Drawer({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  return (
    <aside class="drawer" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button class="icon" aria-label={`Close ${title}`} onClick={close}>×</button>
      </header>
      <div class="body">{children}</div>
    </aside>
  );
}

export function Help({ close }: { close: () => void }) {
  return (
    <Drawer title="Keyboard" close={close}>
      <dl class="shortcuts">{SHORTCUTS.map(([keys, what]) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <h3>In messages</h3>
      <p><code>**bold**</code> <code>*italic*</code> <code>~~struck~~</code> <code>`code`</code> <code>[link](https://…)</code> <code>![picture](https://…)</code>, lists with <code>-</code>, quotes with <code>&gt;</code>, code blocks with <code>```</code>.</p>
    </Drawer>
  );
}

/** What the connection is doing. */
export function Inspect({ messenger, close }: { messenger: Messenger; close: () => void }) {
  const { inspector, client } = messenger;
  return (
    <Drawer title="Inspector" close={close}>
      <section aria-label="Connection">
        <h3>Connection</h3>
        <p><span class={`state ${client.state}`}>{client.state}</span> {inspector.connection && <code>{inspector.connection}</code>}</p>
        <p class="hint">{inspector.reconnects === 0 ? 'Never interrupted' : `Interrupted ${inspector.reconnects} ${inspector.reconnects === 1 ? 'time' : 'times'}`} since the page was opened.</p>
      </section>
      {messenger instanceof Accounts && messenger.publishing && (
        <section aria-label="Backend">
          <h3>Backend</h3>
          <p>Publishes by <b>{messenger.publishing.name}</b></p>
          <p class="hint">Events leave as {messenger.publishing.how}.</p>
        </section>
      )}
      <section aria-label="Channels">
        <h3>Channels</h3>
        <table>
          <thead><tr><th>Channel</th><th>Position</th><th>Last recovery</th></tr></thead>
          <tbody>{[...inspector.watched.values()].map(({ subscription, outcome, received }) => (
            <tr key={subscription.channel} data-channel={subscription.channel}>
              <td><code>{subscription.channel}</code><small>{subscription.state}, {received} received</small></td>
              <td>{subscription.position ? <><b>#{String(subscription.position.offset)}</b><small>epoch {subscription.position.epoch.slice(0, 8)}</small></> : '–'}</td>
              <td>{outcome && <span class={`outcome ${outcome}`}>{outcome}</span>}</td>
            </tr>
          ))}</tbody>
        </table>
      </section>
      <section aria-label="Frames">
        <h3>Frames <button onClick={() => inspector.clear()}>Clear</button></h3>
        <ol class="frames">{inspector.entries.map((entry) => <Frame key={entry.id} entry={entry} />)}</ol>
      </section>
    </Drawer>
  );
}

const ARROWS = { up: '↑', down: '↓', note: '•' };

function Frame({ entry: { time, direction, title, channel, bytes, detail } }: { entry: Entry }) {
  const line = (
    <>
      <span class={`arrow ${direction}`}>{ARROWS[direction]}</span>
      <span class="what">{title} {channel && <code>{channel}</code>}{direction === 'note' && <small>{detail}</small>}</span>
      <span class="size">{bytes > 0 && `${bytes} B`}</span>
      <time>{new Date(time).toLocaleTimeString([], { hour12: false })}</time>
    </>
  );
  if (!detail || direction === 'note') return <li class="frame">{line}</li>;
  return <li><details><summary class="frame">{line}</summary><pre>{detail}</pre></details></li>;
}
