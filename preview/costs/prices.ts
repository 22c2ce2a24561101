import table from "./data/prices.json";

/** What has a price; the unit is the end of its name. */
export type Priced = keyof typeof table.prices;

/** A list price of AWS, before taxes and discounts. */
export interface Price {
  /** In {@link CURRENCY}; `null` where it is not known here. */
  readonly amount: number | null;
  /** Key of {@link PRICE_SOURCES}. */
  readonly source: string;
  /** AWS's usage type, or what is known instead. */
  readonly note: string;
}

/** Every price, by what it is of. */
export const PRICES: Readonly<Record<Priced, Price>> = table.prices;

/** Where prices come from, by the name that a price gives. */
export const PRICE_SOURCES: Readonly<Record<string, string>> = table.sources;

/** The day on which the prices were last looked up, `YYYY-MM-DD`. */
export const PRICES_DATE = table.date;

/** The region whose prices they are. */
export const PRICES_REGION = table.region;

/** The currency of every amount. */
export const CURRENCY = table.currency;
