import { Component, input } from '@angular/core';
import { Chip } from './chip.js';

/** Says that something lives in the lab, the pretend Proxmox, and nowhere real. */
@Component({
  selector: 'ih-lab-chip',
  imports: [Chip],
  template: `<ih-chip
      tone="lab"
      data-testid="lab-chip"
      title="On the lab, the pretend Proxmox VE of this machine"
      >Lab</ih-chip
    >
    @if (simulated()) {
      <ih-chip tone="lab" title="This machine cannot isolate containers, so the lab only simulates them"
        >simulated</ih-chip
      >
    }`,
  styles: `
    :host {
      display: inline-flex;
      gap: 4px;
    }
  `,
})
export class LabChip {
  readonly simulated = input(false);
}
