import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './Button';
import './dialog.css';

/**
 * A modal dialog: focus stays inside, Escape closes it, focus goes back where it was. Width in CSS pixels. One that is `held`
 * shows what is not shown again: only its own button closes it.
 */
export function Dialog({
  title,
  isOpen,
  onClose,
  width = 560,
  held = false,
  children,
  footer,
}: {
  title: string;
  isOpen: boolean;
  onClose(): void;
  width?: number;
  held?: boolean;
  children: ReactNode;
  footer?: ReactNode;
}): ReactNode {
  return (
    <ModalOverlay
      className="dialog-scrim"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!held}
      isKeyboardDismissDisabled={held}
    >
      <Modal className="dialog-modal" style={{ width }}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            {!held && (
              <IconButton label="Close" keys="Escape" onPress={onClose}>
                <X size={16} aria-hidden />
              </IconButton>
            )}
          </header>
          <div className="dialog-body">{children}</div>
          {footer && <footer className="dialog-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
