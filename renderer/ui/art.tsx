import type { ReactNode } from 'react';

/** The drawings: four empty states and the three doors of the first run. Always three rows and a ring, one accent. */
export type ArtKind = 'nothing' | 'done' | 'nomatch' | 'unsynced' | 'alone' | 'team' | 'bring';

const Line = ({ from, to, y, as = 'a' }: { from: number; to: number; y: number; as?: string }) => (
  <path className={as} d={`M${from} ${y}H${to}`} />
);
const Dot = ({ y, as = 'a' }: { y: number; as?: string }) => <circle className={as} cx="20" cy={y} r="6" />;
const Tick = ({ y }: { y: number }) => (
  <>
    <circle className="f" cx="20" cy={y} r="6.6" />
    <path className="k" d={`M17 ${y + 0.2}l2.2 2.2 3.8-4.4`} />
  </>
);
const Box = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => (
  <rect className="a" x={x} y={y} width={width} height={height} rx="6" />
);

const BODIES: Record<ArtKind, ReactNode> = {
  nothing: (
    <>
      <path className="h" d="M20 9v10M15 14h10" />
      <Line from={36} to={104} y={14} as="h" />
      <Dot y={38} as="d" />
      <Line from={36} to={92} y={38} as="d" />
      <Dot y={62} as="d" />
      <Line from={36} to={76} y={62} as="d" />
    </>
  ),
  done: (
    <>
      <Tick y={14} />
      <Line from={36} to={96} y={14} />
      <Tick y={38} />
      <Line from={36} to={108} y={38} />
      <Tick y={62} />
      <Line from={36} to={80} y={62} />
    </>
  ),
  nomatch: (
    <>
      <Dot y={14} as="d" />
      <Line from={36} to={100} y={14} as="d" />
      <Dot y={38} as="d" />
      <Line from={36} to={60} y={38} as="d" />
      <Dot y={62} as="d" />
      <Line from={36} to={56} y={62} as="d" />
      <circle className="h bg" cx="84" cy="46" r="17" />
      <path className="h" d="M96.5 58.5L108 70M78 46h12" />
    </>
  ),
  unsynced: (
    <>
      <Dot y={14} />
      <Line from={36} to={104} y={14} />
      <Dot y={38} as="d" />
      <Line from={36} to={96} y={38} as="d" />
      <Dot y={62} as="d" />
      <Line from={36} to={72} y={62} as="d" />
      <path className="h bg" d="M92 66a9 9 0 0 1 1-18 12 12 0 0 1 22.6-2.6A10.4 10.4 0 0 1 115 66z" />
      <path className="cut" d="M90 42l28 28" />
      <path className="h" d="M90 42l28 28" />
    </>
  ),
  alone: (
    <>
      <Box x={14} y={8} width={100} height={60} />
      <path className="a" d="M14 22H114" />
      <circle className="h" cx="30" cy="35" r="4.5" />
      <Line from={42} to={84} y={35} as="h" />
      <circle className="a" cx="30" cy="54" r="4.5" />
      <Line from={42} to={98} y={54} />
    </>
  ),
  team: (
    <>
      <Box x={14} y={26} width={46} height={42} />
      <path className="a" d="M14 37H60" />
      <Box x={76} y={26} width={46} height={42} />
      <path className="a" d="M76 37H122" />
      <path className="h dash" d="M37 26c0-22 62-22 62 0" />
      <circle className="hf" cx="37" cy="26" r="3.5" />
      <circle className="hf" cx="99" cy="26" r="3.5" />
      <Line from={24} to={48} y={48} />
      <Line from={24} to={40} y={57} />
      <Line from={86} to={104} y={48} />
      <Line from={86} to={112} y={57} />
    </>
  ),
  bring: (
    <>
      <Box x={14} y={30} width={100} height={38} />
      <path className="bgf" d="M42 26h44v9H42z" />
      <path className="h" d="M64 4v40M54 34.5L64 44l10-9.5" />
      <Line from={26} to={46} y={54} />
      <Line from={82} to={102} y={54} />
    </>
  ),
};

/** One drawing, 128 by 76 px; decoration only. */
export function Art({ kind }: { kind: ArtKind }) {
  return (
    <svg className="art" width="128" height="76" viewBox="0 0 128 76" aria-hidden>
      {BODIES[kind]}
    </svg>
  );
}
