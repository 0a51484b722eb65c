import type { Uuid } from './generated.js';
import { shared } from './generated.js';
import { invalidArgument } from './protocol-error.js';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The text form of either form of a UUID. */
export function uuidText(id: Uuid | undefined): string {
  const halves = id?.getStructured();
  const text = halves
    ? dashed(hex(halves.getMostSignificantBits()) + hex(halves.getLeastSignificantBits()))
    : (id?.getString() ?? '').toLowerCase();
  if (!UUID.test(text)) throw invalidArgument('An event or correlation id is not a UUID.');
  return text;
}

/** @param structured whether the caller asked for two 64-bit halves instead of text */
export function uuidMessage(text: string, structured: boolean): Uuid {
  if (!structured) return new shared.UUID().setString(text);
  const digits = text.replaceAll('-', '');
  const halves = new shared.UUID.Structured();
  halves.setMostSignificantBits(signed(digits.slice(0, 16)));
  halves.setLeastSignificantBits(signed(digits.slice(16)));
  return new shared.UUID().setStructured(halves);
}

const hex = (half: string) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0');
const signed = (digits: string) => BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
const dashed = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
