import { useEffect, useState } from 'react';

const midnight = (now: Date, days: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);

/** Local midnight of today; a component that uses it renders again when the day changes or the device wakes up on another. */
export function useToday(): Date {
  const [today, setToday] = useState(() => midnight(new Date(), 0));
  useEffect(() => {
    const look = (): void => {
      const now = midnight(new Date(), 0);
      if (now.getTime() !== today.getTime()) setToday(now);
    };
    // Timers stand still while a device sleeps, so coming back to the window looks too.
    const timer = setTimeout(look, midnight(new Date(), 1).getTime() - Date.now() + 500);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [today]);
  return today;
}
