import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import './dialog.css';

interface Properties {
  readonly title: string;
  readonly open: boolean;
  readonly urgent?: boolean;
  /** Called for Escape; a press outside never closes, since work could be lost. */
  readonly onCancel: () => void;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A dialog that holds the focus until it is answered or cancelled. */
export function Dialog({ title, open, urgent = false, onCancel, testId, children }: Properties) {
  return (
    <ModalOverlay
      className="dialog-overlay"
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onCancel();
      }}
    >
      <Modal className="dialog-modal">
        <AriaDialog className="dialog" role={urgent ? 'alertdialog' : 'dialog'} data-testid={testId}>
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
