import { useState } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';

/** Tasks picked up by key, and where they would land. */
export interface Carried<Place> {
  readonly tasks: readonly Task[];
  readonly ids: ReadonlySet<string>;
  readonly place: Place;
}

export interface CarryOptions<Place> {
  readonly say: (words: string) => void;
  readonly words: {
    readonly carrying: (named: { count: number; title: string }) => string;
    readonly putBack: string;
  };
  readonly onDrop: (tasks: readonly Task[], place: Place) => void;
}

/** Carrying tasks by keys, over whatever places there are: pick up, step, drop, put back; every step is said aloud. */
export function useCarried<Place>({ say, words, onDrop }: CarryOptions<Place>) {
  const [carry, setCarry] = useState<Carried<Place> | null>(null);
  return {
    carry,
    pickUp(tasks: readonly Task[], place: Place): void {
      if (tasks.length === 0) return;
      setCarry({ tasks, ids: new Set(tasks.map((task) => task.id)), place });
      say(words.carrying({ count: tasks.length, title: tasks[0]?.title ?? '' }));
    },
    to(place: Place, said: string): void {
      if (!carry) return;
      setCarry({ ...carry, place });
      say(said);
    },
    drop(): void {
      setCarry(null);
      if (carry) onDrop(carry.tasks, carry.place);
    },
    cancel(): void {
      if (!carry) return;
      setCarry(null);
      say(words.putBack);
    },
  };
}
