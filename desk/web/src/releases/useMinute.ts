import { useEffect, useState } from "preact/hooks";

const every = 30_000; // ms

/** useMinute draws a component again from time to time, so that what it says of times stays true. */
export function useMinute(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), every);
    return () => clearInterval(timer);
  }, []);
}
