/**
 * The udev rule that lets the agent's group open FIDO devices. systemd's own `60-fido-id.rules` marks them; the number in
 * this one's name has to be higher.
 */
export function udevRule(group: string): string {
  return [
    '# /etc/udev/rules.d/70-madoguchi-security-keys.rules',
    `SUBSYSTEM=="hidraw", ENV{ID_SECURITY_TOKEN}=="1", MODE="0660", GROUP="${group}"`,
    '# then: udevadm control --reload',
    '#       udevadm trigger --subsystem-match=hidraw',
  ].join('\n');
}

/** The name of a group in the text of `/etc/group`, or its number where it has none; udev takes either. */
export function groupName(groups: string, id: number): string {
  for (const line of groups.split('\n')) {
    const [name, , number] = line.split(':');
    if (name !== undefined && number === String(id) && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/.test(name))
      return name;
  }
  return String(id);
}
