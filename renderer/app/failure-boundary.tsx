import { Component, type ReactNode } from 'react';
import '../ui/button.css';
import './failure-boundary.css';

interface Properties {
  readonly children: ReactNode;
}

/** A bug ends the screen loudly and offers a fresh start; it stands outside of everything that may have failed. */
export class FailureBoundary extends Component<Properties, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="failure" role="alert">
        <h1>画面を表示できませんでした</h1>
        <p>受付済みの内容は保存されています。もう一度開いても直らない場合は、担当者にお知らせください。</p>
        <p lang="en">
          This screen could not be shown. What was already accepted is kept. If opening it again does not
          help, please tell the staff.
        </p>
        <button type="button" className="button button-strong" onClick={() => window.location.reload()}>
          もう一度開く / <span lang="en">Open again</span>
        </button>
      </main>
    );
  }
}
