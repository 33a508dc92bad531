/**
 * A server process that speaks contract/host.ts and does what the test asks by the data folder's name, for failures
 * that the real server has no way to play: `crash`, `crash-once-ready`, `silent`, `stubborn`, `held`, `steady`.
 */
const began = Date.now();
let play = 'steady';

/** @param {unknown} message */
const tell = (message) => void process.send?.(message);

process.on('message', (/** @type {{ type: string, dataFolder: string, port: number }} */ message) => {
  if (message.type === 'start') {
    play = message.dataFolder;
    if (play === 'crash') process.exit(3);
    if (play === 'held')
      tell({ type: 'failed', failure: { code: 'NOT_A_FOLDER', params: { folder: '/held' } } });
    if (play === 'silent' || play === 'held') return;
    const port = message.port || 40_000 + (process.pid % 20_000);
    tell({ type: 'ready', port, dataFolder: play, startedInMs: Date.now() - began });
    if (play === 'crash-once-ready' && message.port === 0) setTimeout(() => void process.exit(3), 20);
  }
  if (message.type === 'shutdown' && play !== 'stubborn') {
    tell({ type: 'stopped' });
    process.disconnect();
  }
});
