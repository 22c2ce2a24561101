import table from "./data/prices.json";

/** Keys of the prices; each name ends in its unit. */
export type Priced = keyof typeof table.prices;

/** A list price of AWS, before taxes and discounts. */
export interface Price {
  /** In {@link CURRENCY}; `null` if it is unknown here. */
  readonly amount: number | null;
  /** Key of {@link PRICE_SOURCES}. */
  readonly source: string;
  /** AWS's usage type, or another reference for the price. */
  readonly note: string;
}

/** Every price. */
export const PRICES: Readonly<Record<Priced, Price>> = table.prices;

/** Sources of prices, by the name that a price gives. */
export const PRICE_SOURCES: Readonly<Record<string, string>> = table.sources;

/** Day of the last look-up of the prices, `YYYY-MM-DD`. */
export const PRICES_DATE = table.date;

/** The region whose prices they are. */
export const PRICES_REGION = table.region;

/** The currency of every amount. */
export const CURRENCY = table.currency;
