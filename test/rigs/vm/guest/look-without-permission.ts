import { createNodeHidPort } from '../../../../native/hid/node-hid-port.ts';

// Lists and opens the keys as somebody without rights. The libraries are loaded before the rights are given up, so that
// this works wherever the project's folder lies.
const nobody = 65_534;

const port = createNodeHidPort();
await port.list();
process.setgroups?.([]);
process.setgid?.(nobody);
process.setuid?.(nobody);

const listed = await port.list();
const paths = listed.ok ? listed.value.map(({ path }) => path) : [];
const opened: string[] = [];
for (const path of paths) {
  const connection = await port.open(path);
  opened.push(connection.ok ? 'opened' : connection.error.code);
}
console.log(JSON.stringify({ user: process.getuid?.(), paths, opened }));
port.close();
