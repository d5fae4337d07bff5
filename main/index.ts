import { startFace } from './electron/face.ts';

startFace();
