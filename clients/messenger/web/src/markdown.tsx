// Markdown of messages, as elements and never as HTML: what is no markup stays text.

import type { ComponentChild, VNode } from 'preact';

/** Deeper nesting stays text. */
const MAX_DEPTH = 6;

export function Markdown({ text }: { text: string }): VNode {
  return <div class="markdown">{blocks(text.split('\n'), 0)}</div>;
}

function blocks(lines: string[], depth: number): ComponentChild[] {
  const found: ComponentChild[] = [];
  let rest = lines;
  while (rest.length > 0) {
    const [block, length] = firstBlock(rest, depth);
    found.push(block);
    rest = rest.slice(length);
  }
  return found;
}

/** The first block of the lines, and how many lines it has. */
function firstBlock(lines: string[], depth: number): [ComponentChild, number] {
  const first = lines[0] ?? '';
  if (first.trim() === '') return [null, 1];
  if (first.startsWith('```')) {
    const end = lines.findIndex((line, index) => index > 0 && line.startsWith('```'));
    const code = lines.slice(1, end < 0 ? undefined : end);
    return [<pre><code>{code.join('\n')}</code></pre>, end < 0 ? lines.length : end + 1];
  }
  const length = (matches: RegExp) => {
    const end = lines.findIndex((line) => !matches.test(line));
    return end < 0 ? lines.length : end;
  };
  if (/^> ?/.test(first) && depth < MAX_DEPTH) {
    const count = length(/^> ?/);
    const inner = lines.slice(0, count).map((line) => line.replace(/^> ?/, ''));
    return [<blockquote>{blocks(inner, depth + 1)}</blockquote>, count];
  }
  for (const [Tag, mark] of [['ul', /^[-*] +(?=\S)/], ['ol', /^\d{1,3}[.)] +(?=\S)/]] as const) {
    if (!mark.test(first)) continue;
    const count = length(mark);
    const items = lines.slice(0, count).map((line) => <li>{inline(line.replace(mark, ''), depth)}</li>);
    return [<Tag>{items}</Tag>, count];
  }
  const heading = /^#{1,4} +(.+)$/.exec(first);
  if (heading) return [<p class="heading">{inline(heading[1] ?? '', depth)}</p>, 1];
  const special = /^(?:\s*$|```|> ?|[-*] +\S|\d{1,3}[.)] +\S|#{1,4} +\S)/;
  const end = lines.findIndex((line, index) => index > 0 && special.test(line));
  const count = end < 0 ? lines.length : end;
  return [<p>{inline(lines.slice(0, count).join('\n'), depth)}</p>, count];
}

const INLINE = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '!\\[(?<alt>[^\\]\\n]{0,200})\\]\\((?<image>[^\\s()]+)\\)',
    '\\[(?<label>[^\\]\\n]{1,200})\\]\\((?<link>[^\\s()]+)\\)',
    '\\*\\*(?<strong>[^*\\n]+|[^\\n]+?)\\*\\*',
    '(?<![\\w*])\\*(?<star>[^*\\s][^*\\n]*)\\*',
    '(?<!\\w)_(?<emphasis>[^_\\s][^_\\n]*)_(?!\\w)',
    '~~(?<strike>[^~\\n]+)~~',
    '(?<url>https?://[^\\s<>"\'`]+[^\\s<>"\'`.,;:!?)\\]])',
    '(?<newline>\\n)',
  ].join('|'),
  'g',
);

function inline(text: string, depth: number): ComponentChild[] {
  if (depth >= MAX_DEPTH) return [text];
  const found: ComponentChild[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    found.push(text.slice(end, match.index), element(match, depth + 1));
    end = match.index + match[0].length;
  }
  found.push(text.slice(end));
  return found;
}

function element({ 0: whole, groups = {} }: RegExpExecArray, depth: number): ComponentChild {
  const { code, alt, image, label, link, strong, star, strike, url, newline } = groups;
  const emphasis = star ?? groups['emphasis'];
  if (code !== undefined) return <code>{code}</code>;
  if (strong !== undefined) return <strong>{inline(strong, depth)}</strong>;
  if (emphasis !== undefined) return <em>{inline(emphasis, depth)}</em>;
  if (strike !== undefined) return <s>{inline(strike, depth)}</s>;
  if (newline !== undefined) return <br />;
  if (image !== undefined) {
    const src = safeUrl(image, ['https:', 'http:']);
    return src ? <Picture src={src} alt={alt ?? ''} /> : whole;
  }
  const target = link ?? url ?? '';
  const href = safeUrl(target, ['https:', 'http:', 'mailto:']);
  if (!href) return whole;
  // Links in a link would be no link.
  const content = label === undefined ? target : inline(label, MAX_DEPTH);
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow">{content}</a>;
}

function Picture({ src, alt }: { src: string; alt: string }): VNode {
  return (
    <a class="picture" href={src} target="_blank" rel="noopener noreferrer nofollow">
      <img src={src} alt={alt || 'picture'} loading="lazy" referrerpolicy="no-referrer" />
    </a>
  );
}

/** The URL if it is absolute and of one of these kinds: `javascript:` and `data:` are not. */
function safeUrl(text: string, protocols: string[]): string | undefined {
  try {
    const url = new URL(text);
    return protocols.includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
