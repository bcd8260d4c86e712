import { useEffect, useState } from 'preact/hooks';

import { Accounts } from '../accounts.js';
import { Api, type Session } from '../api.js';
import { Guests } from '../guests.js';
import type { Config } from '../main.js';
import type { Messenger } from '../messenger.js';
import type { Network } from '../network.js';
import { Chat } from './chat.js';
import { Help, Inspect } from './drawers.js';
import { useMessenger } from './hooks.js';
import { Login } from './login.js';
import { useShortcuts } from './shortcuts.js';
import { Sidebar } from './sidebar.js';

/** Where a tab keeps who is signed in: each tab may be somebody else. */
const SESSION = 'session';

export function App({ config, network }: { config: Config; network: Network }) {
  const [messenger, setMessenger] = useState<Messenger | undefined>(() => (config.backend ? resume() : undefined));
  const [reason, setReason] = useState('');

  function begin(session: Session): Messenger {
    const ended = (why: string) => {
      made.close();
      // Somebody else may have signed in meanwhile.
      if (sessionStorage.getItem(SESSION) !== JSON.stringify(session)) return;
      sessionStorage.removeItem(SESSION);
      setReason(why);
      setMessenger(undefined);
    };
    const made = new Accounts(session, network, config.server, config.backend!, ended);
    return made;
  }

  function resume(): Messenger | undefined {
    const saved = sessionStorage.getItem(SESSION);
    return saved ? begin(JSON.parse(saved) as Session) : undefined;
  }

  useEffect(() => {
    if (!config.backend) setMessenger(new Guests(network, config.server));
  }, []);
  useEffect(() => {
    messenger?.start();
    return () => messenger?.close();
  }, [messenger]);

  if (messenger) return <Main key={messenger.me.id} messenger={messenger} />;
  if (!config.backend) return null;
  const api = new Api(config.backend, network);
  return (
    <Login
      backend={config.backend}
      reason={reason}
      signIn={async (name) => {
        const session = await api.login(name);
        sessionStorage.setItem(SESSION, JSON.stringify(session));
        setReason('');
        setMessenger(begin(session));
      }}
    />
  );
}

function Main({ messenger }: { messenger: Messenger }) {
  useMessenger(messenger);
  const [drawer, setDrawer] = useState<'inspector' | 'help' | undefined>();
  const toggle = (which: 'inspector' | 'help') => setDrawer((open) => (open === which ? undefined : which));
  useShortcuts(messenger, { inspector: () => toggle('inspector'), help: () => toggle('help'), close: () => setDrawer(undefined) });
  useEffect(() => {
    const count = messenger.unread;
    document.title = count > 0 ? `(${count}) Fanwire messenger` : 'Fanwire messenger';
  });
  useEffect(() => {
    // On a phone the list of rooms comes first; elsewhere there is room for both.
    const first = [...messenger.rooms.values()][0];
    if (messenger.loaded && first && !messenger.current && matchMedia('(min-width: 760px)').matches) messenger.open(first.id);
  }, [messenger.loaded]);

  if (messenger.fatal) return <Fatal title={messenger.fatal.title} text={messenger.fatal.text} />;
  return (
    <div class={`app${messenger.current ? ' in-room' : ''}${drawer ? ' with-drawer' : ''}`}>
      <Sidebar messenger={messenger} inspect={() => toggle('inspector')} help={() => toggle('help')} inspecting={drawer === 'inspector'} />
      <Chat messenger={messenger} inspect={() => toggle('inspector')} />
      {drawer === 'inspector' && <Inspect messenger={messenger} close={() => setDrawer(undefined)} />}
      {drawer === 'help' && <Help close={() => setDrawer(undefined)} />}
      <div class="notices" role="status" aria-live="polite">
        {messenger.notice && (
          <div class="notice">
            {messenger.notice.text}
            {messenger.notice.outcome && <span class={`outcome ${messenger.notice.outcome}`}>{messenger.notice.outcome}</span>}
          </div>
        )}
      </div>
    </div>
  );
}

function Fatal({ title, text }: { title: string; text: string }) {
  return (
    <main class="centered">
      <div class="card" role="alert">
        <div class="fatal-mark" aria-hidden="true">!</div>
        <h1>{title}</h1>
        <p>{text}</p>
        <button class="primary" autofocus onClick={() => location.reload()}>Start again</button>
      </div>
    </main>
  );
}
