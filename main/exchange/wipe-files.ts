/** Files in the agent's state folder by which `madoguchi lab wipe-again` and the agent understand each other. */
export const wipeAgainFile = 'wipe-again';
export const wipeStandingFile = 'wipe.json';
