import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Request } from '../sides/serve.ts';
import type { Contender } from './contender.ts';
import type { Side } from './side.ts';

/** The longest that a side may take for one answer: compiling a training step takes minutes at worst. */
const patience = 10 * 60_000;

/** Starts a side's process and waits until it is ready for requests. */
export async function startServing(side: Side): Promise<Contender> {
  const child = spawn(side.command, [...side.serves], {
    env: { ...process.env, ...side.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const conversation = converse(side.name, child);
  const ask = async (request: Request) => checked(side.name, await conversation.ask(request));
  const ready = await conversation.next();
  if ('error' in ready) {
    await conversation.close();
    throw new Error(`${side.name}: it does not start. ${ready.error}`);
  }
  return {
    name: side.name,
    kind: side.kind,
    description: ('description' in ready && ready.description) || side.name,
    async prepare(workload, { params }) {
      const answer = await conversation.ask({ op: 'prepare', workload: workload.name, params });
      return 'unsupported' in answer ? answer.unsupported : void checked(side.name, answer);
    },
    run: async (times) => (await ask({ op: 'run', times })).ms as number,
    memory: async () => (await ask({ op: 'memory' })).rss_mb as number,
    close: () => conversation.close(),
  };
}

function checked(name: string, answer: Answer): Extract<Answer, { ok: true }> {
  if ('ok' in answer) return answer;
  throw new Error(`${name}: a case failed. Got ${'error' in answer ? answer.error : answer.unsupported}`);
}

/** Lines to a process and its lines back. */
function converse(name: string, child: ChildProcess) {
  let complaints = '';
  child.stderr?.on('data', (part) => {
    complaints = (complaints + part).slice(-4000);
  });
  child.stdin?.on('error', () => {}); // its end is noticed below
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      complaints += error.message;
      resolve(null);
    });
    child.on('close', resolve);
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();

  async function next(): Promise<Answer> {
    const timer = setTimeout(() => child.kill(), patience);
    const { value, done } = await lines.next();
    clearTimeout(timer);
    if (!done) return JSON.parse(value) as Answer;
    throw new Error(`${name}: its process ended. Got exit code ${await ended} and:\n${complaints.trim()}`);
  }

  return {
    next,
    ask(request: Request): Promise<Answer> {
      child.stdin?.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    async close(): Promise<void> {
      child.stdin?.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
