import { Component, type ReactNode } from 'react';
import type { View } from '../state/view';
import { Button } from '../ui/Button';
import { Problem } from '../ui/States';

/** A view that fails says what and where; the rest of the workbench goes on. */
export class ViewBoundary extends Component<{ view: View; children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const { title } = this.props.view;
    return (
      <Problem
        title={`${title} could not be drawn`}
        error={{
          message: error.message,
          where: `view ${this.props.view.id}`,
          fix: 'draw it again; if it fails again, your case is safe: other views work, and the text above belongs in a report to us',
        }}
        actions={<Button onPress={() => this.setState({ error: null })}>Draw {title} again</Button>}
      />
    );
  }
}
