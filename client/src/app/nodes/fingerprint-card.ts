import { Component, input } from '@angular/core';
import type { Fingerprints } from './node-form.js';

/** The fingerprints that an address presents, beside those that were confirmed before, and how to compare them. */
@Component({
  selector: 'ih-fingerprint-card',
  template: `
    <section class="card stack" aria-label="Fingerprints">
      <div>
        <h2>TLS certificate, SHA-256</h2>
        <p class="mono print" data-testid="tls-fingerprint">{{ presented()?.tlsFingerprint }}</p>
        @if (pinned(); as before) {
          <p class="muted" data-testid="tls-before">
            {{ change(before.tlsFingerprint, presented()?.tlsFingerprint) }}
          </p>
        }
        <p class="muted">
          On the node:
          <code>openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem</code> (with an own
          certificate: <code>pveproxy-ssl.pem</code>)
        </p>
      </div>
      <div>
        <h2>SSH host key</h2>
        <p class="mono print" data-testid="ssh-fingerprint">{{ presented()?.sshFingerprint }}</p>
        @if (pinned(); as before) {
          <p class="muted" data-testid="ssh-before">
            {{ change(before.sshFingerprint, presented()?.sshFingerprint) }}
          </p>
        }
        <p class="muted">On the node: <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code></p>
      </div>
    </section>
  `,
  styles: `
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .print {
      margin: 6px 0;
      padding: 10px 12px;
      border-radius: 10px;
      background: var(--mat-sys-surface-container-high);
    }
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class FingerprintCard {
  readonly presented = input.required<Fingerprints | null>();
  /** What was confirmed before; null for a node that is new. */
  readonly pinned = input<Fingerprints | null>(null);

  protected change(before: string, now: string | undefined): string {
    return before === now ? 'The same as before.' : `Before: ${before}`;
  }
}
