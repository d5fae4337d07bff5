import type { OpenWindow } from './institution.ts';

/** Gives the face a printer that keeps what it is sent, and nothing else of it is changed. */
export async function plugInPrinter(lab: OpenWindow): Promise<() => Promise<readonly Buffer[]>> {
  await lab.application.evaluate(({ app, BrowserWindow }) => {
    const store = globalThis as unknown as { printed: string[]; silent: unknown[] };
    store.printed = [];
    store.silent = [];
    const [main] = BrowserWindow.getAllWindows();
    if (main === undefined) throw new Error('no window');
    main.webContents.getPrintersAsync = async () => [
      { name: 'lab', displayName: 'lab', description: '', status: 0, isDefault: true, options: {} },
    ];
    app.on('web-contents-created', (_created, contents) => {
      contents.print = (options, done) => {
        store.silent.push(options?.silent);
        void contents.printToPDF({ pageSize: 'A4' }).then((pdf) => {
          store.printed.push(pdf.toString('base64'));
          done?.(true, '');
        });
      };
    });
  });
  return () =>
    lab.application
      .evaluate(() => (globalThis as unknown as { printed: string[] }).printed)
      .then((printed) => printed.map((pdf) => Buffer.from(pdf, 'base64')));
}
