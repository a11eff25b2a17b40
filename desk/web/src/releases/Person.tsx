/** Person is who did something: the name, and behind it the address. */
export function Person({ name }: { name: string }) {
  const known = /^(.*\S)\s*<[^<>]*>$/s.exec(name);
  return <bdi title={known ? name : undefined}>{known?.[1] ?? name}</bdi>;
}
