export * from '../../../shared/base/zone';
export * from './format';
export * from './scale';
export * from './ticks';
